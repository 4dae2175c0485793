#include "base/traffic.h"

_Thread_local struct flare_traffic flare_traffic;
