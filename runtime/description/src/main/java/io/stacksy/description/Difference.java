package io.stacksy.description;

/**
 * One thing that is not as it was.
 *
 * @param words what follows the operation in a sentence: {@code no longer answers 201}
 * @param breaking whether a caller that relied on how it was can fail
 */
record Difference(String words, boolean breaking) {}
