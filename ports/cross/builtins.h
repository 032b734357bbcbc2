/* gcc's built-in functions, as far as we use them, for compilers that lack them
 * (builtins.sh). Their arithmetic must wrap around. */

/* X is not 0. */
static inline int builtin_ctzll(unsigned long long x)
{
	int n = 0;

	for (; !(x & 1); x >>= 1)
		n++;
	return n;
}

static inline unsigned long long builtin_bswap64(unsigned long long x)
{
	unsigned long long swapped = 0;
	int i;

	for (i = 0; i < 8; i++, x >>= 8)
		swapped = swapped << 8 | (x & 0xff);
	return swapped;
}

#define __builtin_ctzll(x) builtin_ctzll(x)
#define __builtin_bswap64(x) builtin_bswap64(x)

/* A and B are not negative, and of the type of *SUM. */
#define __builtin_add_overflow(a, b, sum) __extension__ ({ \
	__typeof__(*(sum)) first = (a); \
	*(sum) = first + (b); \
	*(sum) < first; })
/* B is greater than 0. */
#define __builtin_mul_overflow(a, b, product) __extension__ ({ \
	__typeof__(*(product)) first = (a); \
	*(product) = first * (b); \
	*(product) / (b) != first; })
