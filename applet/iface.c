#include "netstat.h"
void iface_show(struct request *q, unsigned opt)
{
	(void)q;(void)opt;
}
