package io.stacksy.deployer;

/**
 * Fisher's exact test, one-sided: how likely chance alone gives one group at least as many hits as it had, if both
 * groups were alike. Exact for small numbers too, as an early look at a canary has them.
 */
final class Significance {
    private static final int EXACT = 16;
    private static final double NEGLIGIBLE = 1e-12;

    private Significance() {}

    /**
     * The probability; 1 where the first group does not have the greater share.
     *
     * @param hits of the first group, out of {@code size}
     * @param otherHits of the second group, out of {@code otherSize}
     */
    static double ofMore(long hits, long size, long otherHits, long otherSize) {
        if (hits == 0 || otherSize == 0 || (double) hits / size <= (double) otherHits / otherSize) {
            return 1;
        }
        long allHits = hits + otherHits;
        double term =
                Math.exp(lnChoose(size, hits) + lnChoose(otherSize, otherHits) - lnChoose(size + otherSize, allHits));
        double sum = term;
        long most = Math.min(size, allHits);
        for (long k = hits; k < most && term > sum * NEGLIGIBLE; k++) {
            double others = allHits - k;
            term *= (size - k) / (k + 1.0) * others / (otherSize - others + 1);
            sum += term;
        }
        return Math.min(1, sum);
    }

    private static double lnChoose(long n, long k) {
        return lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);
    }

    /** By Stirling's series, off by less than 1e-9 from 16 on. */
    private static double lnFactorial(long n) {
        if (n < EXACT) {
            double product = 1;
            for (long i = 2; i <= n; i++) {
                product *= i;
            }
            return Math.log(product);
        }
        double x = n;
        return x * Math.log(x) - x + Math.log(2 * Math.PI * x) / 2 + 1 / (12 * x) - 1 / (360 * x * x * x);
    }
}
