/* start.c: the standalone program around netstat_main(). */
#include "netstat.h"

int main(int argc, char **argv)
{
	return netstat_main(argc, argv);
}
