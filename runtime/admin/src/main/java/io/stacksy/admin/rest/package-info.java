/** Rollouts over HTTP: the REST face of {@link io.stacksy.deploy.Deployments}, with no logic of its own. */
@NullMarked
package io.stacksy.admin.rest;

import org.jspecify.annotations.NullMarked;
