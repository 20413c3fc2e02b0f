/**
 * Rollouts over HTTP: the REST face of {@link io.stacksy.deploy.Deployments}, with no logic of its own. What its description
 * says in several places is said here once, under the names that methods refer to.
 */
@OpenAPIDefinition(
        info = @Info(title = "", version = ""), // the build says it
        tags =
                @Tag(
                        name = "admin",
                        description = "Tools and their rollouts, settings, accounts, roles, keys, and what was done."),
        components =
                @Components(
                        parameters = {
                            @Parameter(
                                    name = "limit",
                                    in = ParameterIn.QUERY,
                                    description = "How many at most.",
                                    schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200")),
                            @Parameter(
                                    name = "cursor",
                                    in = ParameterIn.QUERY,
                                    description = "The `next_cursor` of the part before.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "wait",
                                    in = ParameterIn.QUERY,
                                    description = "Whether the answer waits until it is decided how the rollout ends.",
                                    schema = @Schema(type = SchemaType.BOOLEAN)),
                            @Parameter(
                                    name = "dry_run",
                                    in = ParameterIn.QUERY,
                                    description = "Whether only to say what it would do.",
                                    schema = @Schema(type = SchemaType.BOOLEAN)),
                            @Parameter(
                                    name = "canary",
                                    in = ParameterIn.QUERY,
                                    description = "The share of the traffic to begin with: `10` or `10:5m,50:5m`.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "plan",
                                    in = ParameterIn.QUERY,
                                    description = "The hash of the one plan that may be carried out.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "downgrade",
                                    in = ParameterIn.QUERY,
                                    description = "Whether the version may be older than the live one.",
                                    schema = @Schema(type = SchemaType.BOOLEAN)),
                            @Parameter(
                                    name = "accept_data_loss",
                                    in = ParameterIn.QUERY,
                                    description = "Whether a migration may take away, or have taken away, what the"
                                            + " other revision lives on.",
                                    schema = @Schema(type = SchemaType.BOOLEAN)),
                            @Parameter(
                                    name = "tool",
                                    in = ParameterIn.QUERY,
                                    description = "Only what was done to this tool.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "actor",
                                    in = ParameterIn.QUERY,
                                    description = "Only what this one did.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "action",
                                    in = ParameterIn.QUERY,
                                    description = "Only this, such as `tool.switched`.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = ContentDigest.HEADER,
                                    in = ParameterIn.HEADER,
                                    description = "The digest of the jar: `sha-256=:…:`.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = ToolsResource.SIGNATURE,
                                    in = ParameterIn.HEADER,
                                    description = "The signature of the jar: `<keyid>:<base64>`.",
                                    schema = @Schema(type = SchemaType.STRING))
                        },
                        requestBodies =
                                @RequestBody(
                                        name = "jar",
                                        required = true,
                                        content =
                                                @Content(
                                                        mediaType = "application/java-archive",
                                                        schema = @Schema(type = SchemaType.STRING, format = "binary"))),
                        responses = {
                            @APIResponse(
                                    name = "begun",
                                    description = "The rollout, which has begun.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = RolloutView.class))),
                            @APIResponse(
                                    name = "ended",
                                    description = "The rollout, which is decided.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = RolloutView.class))),
                            @APIResponse(
                                    name = "rollout",
                                    description = "The rollout.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = RolloutView.class))),
                            @APIResponse(
                                    name = "events",
                                    description = "The rollout as it stands, and then at each of its changes.",
                                    content =
                                            @Content(
                                                    mediaType = "text/event-stream",
                                                    schema = @Schema(type = SchemaType.STRING))),
                            @APIResponse(
                                    name = "plan",
                                    description = "What it would do.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = PlanView.class))),
                            @APIResponse(
                                    name = "tool",
                                    description = "The tool as it stands then.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ToolView.class))),
                            @APIResponse(
                                    name = "status",
                                    description = "The node in figures.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = StatusResource.Status.class))),
                            @APIResponse(
                                    name = "rollouts",
                                    description = "Rollouts, the newest first.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema =
                                                            @Schema(
                                                                    properties = {
                                                                        @SchemaProperty(
                                                                                name = "items",
                                                                                type = SchemaType.ARRAY,
                                                                                implementation = RolloutView.class),
                                                                        @SchemaProperty(
                                                                                name = "next_cursor",
                                                                                type = SchemaType.STRING,
                                                                                nullable = true)
                                                                    }))),
                            @APIResponse(
                                    name = "audit",
                                    description = "Lines of the audit trail, the newest first.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema =
                                                            @Schema(
                                                                    properties = {
                                                                        @SchemaProperty(
                                                                                name = "items",
                                                                                type = SchemaType.ARRAY,
                                                                                implementation = AuditView.class),
                                                                        @SchemaProperty(
                                                                                name = "next_cursor",
                                                                                type = SchemaType.STRING,
                                                                                nullable = true)
                                                                    }))),
                            @APIResponse(
                                    name = "setting",
                                    description = "The setting as it stands then.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema =
                                                            @Schema(
                                                                    implementation =
                                                                            SettingsResource.SettingView.class))),
                            @APIResponse(
                                    name = "settings",
                                    description = "All settings of the node.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema =
                                                            @Schema(
                                                                    properties = {
                                                                        @SchemaProperty(
                                                                                name = "items",
                                                                                type = SchemaType.ARRAY,
                                                                                implementation =
                                                                                        SettingsResource.SettingView
                                                                                                .class),
                                                                        @SchemaProperty(
                                                                                name = "next_cursor",
                                                                                type = SchemaType.STRING,
                                                                                nullable = true)
                                                                    }))),
                            @APIResponse(
                                    name = "permissions",
                                    description = "The permissions of the platform and of each tool.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema =
                                                            @Schema(
                                                                    properties = {
                                                                        @SchemaProperty(
                                                                                name = "items",
                                                                                type = SchemaType.ARRAY,
                                                                                implementation =
                                                                                        PermissionsResource.Declared
                                                                                                .class),
                                                                        @SchemaProperty(
                                                                                name = "next_cursor",
                                                                                type = SchemaType.STRING,
                                                                                nullable = true)
                                                                    })))
                        }))
@NullMarked
package io.stacksy.admin.rest;

import org.jspecify.annotations.NullMarked;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
