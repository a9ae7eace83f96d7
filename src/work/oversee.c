/* What is late and whose. */
#include "work/oversee.h"
