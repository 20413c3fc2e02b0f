/** The store on PostgreSQL: one pool of connections, the platform's schema, and a schema and role for each tool. */
@NullMarked
package io.stacksy.store.postgres;

import org.jspecify.annotations.NullMarked;
