/* The grounds for seeing a child, in words. */
#include "access/access.h"
