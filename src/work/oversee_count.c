/* Late work over everyone, counted. */
#include "work/oversee.h"
