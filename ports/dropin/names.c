/* Names by the C library, as other applets find them, in place of
 * lookup/names.c: no file is read and no server queried by the code above.
 */
#include <arpa/inet.h>
#include <netdb.h>
#include <pwd.h>
#include <sys/socket.h>

void names_reset(void)
{
}

void name_ask(const struct request *q, const struct addr *a)
{
	(void)q, (void)a;
}

/* Returns D if there is no name. */
static char *name_fmt(char *d, const char *name)
{
	return name ? fmt_foreign(d, name, text_len(name)) : d;
}

char *name_known(char *d, const struct request *q, const struct addr *a)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} s = { .any.sa_family = a->v6 ? AF_INET6 : AF_INET };
	char name[NAME_LONGEST + 1];

	(void)q;
	memcpy(a->v6 ? (void *)&s.v6.sin6_addr : &s.v4.sin_addr, a->word,
		a->v6 ? 16 : 4);
	return name_fmt(d, addr_is_any(a) || getnameinfo(&s.any,
		a->v6 ? sizeof s.v6 : sizeof s.v4, name, sizeof name, NULL, 0,
		NI_NAMEREQD) ? NULL : name);
}

char *name_host(char *d, const struct request *q, const struct addr *a)
{
	char *end = name_known(d, q, a);

	if (end != d)
		return end;
	if (a->v6 && addr_is_any(a))
		return fmt_left(d, "[::]", 0);
	return fmt_addr(d, a);
}

char *name_network(char *d, const struct addr *a)
{
	const struct netent *n = addr_is_any(a) ? NULL :
		getnetbyaddr(ntohl(a->word[0]), AF_INET);
	char *end = name_fmt(d, n ? n->n_name : NULL);

	return end != d ? end : fmt_addr(d, a);
}

char *name_port(char *d, enum name_kind kind, unsigned port)
{
	const struct servent *s = port && kind <= NAME_UDP ?
		getservbyport(htons(port), kind == NAME_UDP ? "udp" : "tcp") :
		NULL;
	const struct protoent *p = port && kind == NAME_RAW ?
		getprotobynumber(port) : NULL;
	char *end = name_fmt(d, s ? s->s_name : p ? p->p_name : NULL);

	return end != d ? end : fmt_dec(d, port);
}

char *name_user(char *d, uint32_t uid)
{
	const struct passwd *p = getpwuid(uid);
	char *end = name_fmt(d, p ? p->pw_name : NULL);

	return end != d ? end : fmt_int(d, (int32_t)uid, 0);
}

bool name_value(enum name_kind kind, const char *s, size_t len,
	uint64_t *value)
{
	const struct servent *port = NULL;
	const struct passwd *user = NULL;
	char name[NAME_LONGEST + 1] = "";

	memcpy(name, s, len < sizeof name ? len : 0);
	if (kind == NAME_USER)
		user = getpwnam(name);
	else
		port = getservbyname(name, NULL);
	if (user)
		*value = user->pw_uid;
	else if (port)
		*value = ntohs(port->s_port);
	return user || port;
}
