/* Tests of base/calendar. */
#include "given.h"

int main(void)
{
    return 0;
}
