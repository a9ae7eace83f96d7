/* Tests of base/time. */
#include "given.h"

int main(void)
{
    return 0;
}
