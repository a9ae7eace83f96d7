/* Tests of base/hash. */
#include "given.h"

int main(void)
{
    return 0;
}
