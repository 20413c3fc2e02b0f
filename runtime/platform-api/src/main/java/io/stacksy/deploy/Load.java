package io.stacksy.deploy;

/**
 * What a revision does and uses, over the last ten seconds or so.
 *
 * @param requestsPerSecond requests answered
 * @param errorsPerSecond those of them with a status of 500 or more
 * @param cpuShare processor time per time, 1 for one processor that does nothing else
 * @param allocatedBytesPerSecond new objects
 * @param threads its own, at the moment
 * @param connections to the database that it has, at the moment
 * @param databaseShare time with a connection per time, 1 for one connection that it always has
 */
public record Load(
        double requestsPerSecond,
        double errorsPerSecond,
        double cpuShare,
        double allocatedBytesPerSecond,
        int threads,
        int connections,
        double databaseShare) {
    public static final Load NONE = new Load(0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Load plus(Load other) {
        return new Load(
                requestsPerSecond + other.requestsPerSecond,
                errorsPerSecond + other.errorsPerSecond,
                cpuShare + other.cpuShare,
                allocatedBytesPerSecond + other.allocatedBytesPerSecond,
                threads + other.threads,
                connections + other.connections,
                databaseShare + other.databaseShare);
    }
}
