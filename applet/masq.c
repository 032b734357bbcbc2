#include "netstat.h"
void masq_show(struct request *q, unsigned opt)
{
	(void)q;(void)opt;
}
