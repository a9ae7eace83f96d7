/* Tests of base/str. */
#include "given.h"

int main(void)
{
    return 0;
}
