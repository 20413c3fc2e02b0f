package io.stacksy.gateway;

/**
 * Where a request came from, as far as that can be believed.
 *
 * @param address of the client itself or, where nobody who is trusted says more, of whoever connected
 * @param secure whether the client reached the node, or the proxy before it, by TLS
 */
record Client(String address, boolean secure) {}
