package io.stacksy.deployer;

import io.stacksy.deploy.Plan.Obstacle;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.osgi.framework.BundleException;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Resource;

/**
 * What a tool bundle's manifest says it is and wants.
 *
 * @param aliases the root paths it claims, such as {@code /l}
 * @param obstacles what in the manifest no node would accept
 */
record Inspection(ToolName tool, Version version, List<String> aliases, List<Obstacle> obstacles) {
    /** The namespace, and the attribute, by which a bundle names its tool. */
    private static final String TOOL = "stacksy.tool";

    private static final Set<String> RESERVED = Set.of(
            "api", "auth", "admin", "health", "metrics", "docs", "openapi.json", "console", "system", ".well-known");
    private static final Pattern ALIAS = Pattern.compile("/[A-Za-z0-9][A-Za-z0-9._~-]{0,62}");
    private static final List<String> PLATFORM_PACKAGES = List.of(
            "io.stacksy.",
            "java.",
            "jakarta.",
            "org.osgi.",
            "org.slf4j.",
            "org.apache.felix.",
            "org.glassfish.jersey.",
            "io.prometheus.");
    private static final String TOOLS_OF_THE_HOUSE = "io.stacksy.tools.";

    Inspection {
        aliases = List.copyOf(aliases);
        obstacles = List.copyOf(obstacles);
    }

    /**
     * Reads the manifest of a bundle.
     *
     * @throws RolloutException {@code BAD_ARTIFACT} if it does not even say which tool and version it is
     */
    static Inspection of(Archive archive) {
        Resource resource = resource(archive);
        String symbolicName = resource.getCapabilities(BundleNamespace.BUNDLE_NAMESPACE).stream()
                .map(capability -> String.valueOf(capability.getAttributes().get(BundleNamespace.BUNDLE_NAMESPACE)))
                .findFirst()
                .orElseGet(() -> String.valueOf(archive.headers().get("Bundle-SymbolicName"))
                        .split(";", 2)[0]
                        .trim());
        List<Obstacle> obstacles = new ArrayList<>();
        List<Capability> declared = resource.getCapabilities(TOOL);
        if (declared.size() > 1) {
            throw bad("it declares " + declared.size() + " tools; a bundle brings one");
        }
        ToolName tool = toolName(declared, symbolicName);
        if (RESERVED.contains(tool.value())) {
            obstacles.add(new Obstacle(
                    Reason.BAD_ARTIFACT, "the name '" + tool + "' is the platform's own; give the tool another"));
        }
        List<String> aliases = declared.stream()
                .map(capability -> capability.getAttributes().get("alias"))
                .flatMap(alias -> alias instanceof List<?> several
                        ? several.stream()
                        : alias == null ? List.of().stream() : List.of(alias).stream())
                .map(alias -> alias.toString().trim())
                .distinct()
                .toList();
        aliases.forEach(alias -> checkAlias(alias, obstacles));
        checkExports(resource, obstacles);
        checkHeaders(archive, obstacles);
        return new Inspection(tool, version(archive), aliases, obstacles);
    }

    static Resource resource(Archive archive) {
        String manifestVersion =
                archive.headers().getOrDefault("Bundle-ManifestVersion", "").trim();
        if (!manifestVersion.equals("2") || archive.headers().get("Bundle-SymbolicName") == null) {
            throw bad("its manifest has no Bundle-ManifestVersion: 2 with a Bundle-SymbolicName;"
                    + " build it as an OSGi bundle, such as with bnd-maven-plugin");
        }
        try {
            return ResourceBuilder.build("bundle", archive.headers());
        } catch (BundleException e) {
            throw RolloutException.because(
                    Reason.BAD_ARTIFACT,
                    "the file is not a tool bundle: its manifest cannot be read: "
                            + Archive.printable(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static ToolName toolName(List<Capability> declared, String symbolicName) {
        String name = declared.stream()
                .map(capability -> String.valueOf(capability.getAttributes().get(TOOL)))
                .findFirst()
                .orElseGet(() -> symbolicName
                        .substring(symbolicName.lastIndexOf('.') + 1)
                        .toLowerCase(Locale.ROOT));
        try {
            return new ToolName(name);
        } catch (IllegalArgumentException e) {
            throw RolloutException.because(
                    Reason.BAD_ARTIFACT,
                    "'" + Archive.printable(name)
                            + "' cannot be the name of a tool, which is made of lower-case letters,"
                            + " digits and hyphens; name it with Provide-Capability: stacksy.tool;stacksy.tool=NAME",
                    e);
        }
    }

    private static Version version(Archive archive) {
        String version = archive.headers().get("Bundle-Version");
        if (version == null) {
            throw bad("its manifest has no Bundle-Version, by which revisions are told apart; add one");
        }
        try {
            return Version.parse(version.trim());
        } catch (IllegalArgumentException e) {
            throw RolloutException.because(
                    Reason.BAD_ARTIFACT,
                    "the Bundle-Version '" + Archive.printable(version) + "' is not a version such as 1.2.0",
                    e);
        }
    }

    private static void checkAlias(String alias, List<Obstacle> obstacles) {
        if (!ALIAS.matcher(alias).matches()) {
            obstacles.add(new Obstacle(
                    Reason.BAD_ARTIFACT,
                    "the alias '" + Archive.printable(alias) + "' is not a slash with one segment, such as /l"));
        } else if (RESERVED.contains(alias.substring(1))) {
            obstacles.add(
                    new Obstacle(Reason.ALIAS_TAKEN, "the alias " + alias + " is the platform's own; choose another"));
        }
    }

    private static void checkExports(Resource resource, List<Obstacle> obstacles) {
        List<String> forbidden = resource.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(capability -> String.valueOf(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .filter(Inspection::isOfThePlatform)
                .distinct()
                .toList();
        if (!forbidden.isEmpty()) {
            obstacles.add(new Obstacle(
                    Reason.BAD_ARTIFACT,
                    "it exports packages of the platform: " + String.join(", ", forbidden)
                            + "; take them out of Export-Package, the node has them"));
        }
    }

    private static boolean isOfThePlatform(String name) {
        String dotted = name + ".";
        return !dotted.startsWith(TOOLS_OF_THE_HOUSE)
                && PLATFORM_PACKAGES.stream().anyMatch(dotted::startsWith);
    }

    private static void checkHeaders(Archive archive, List<Obstacle> obstacles) {
        refuse(archive, "Fragment-Host", "it is a fragment of another bundle, and a tool stands alone", obstacles);
        refuse(archive, "Bundle-NativeCode", "it brings native code, which a tool may not load", obstacles);
        if (archive.headers().getOrDefault("Require-Bundle", "").contains("io.stacksy.")) {
            obstacles.add(new Obstacle(
                    Reason.BAD_ARTIFACT,
                    "it requires a bundle of the platform as a whole; import the packages of io.stacksy.tool instead"));
        }
    }

    private static void refuse(Archive archive, String header, String why, List<Obstacle> obstacles) {
        if (archive.headers().containsKey(header)) {
            obstacles.add(new Obstacle(Reason.BAD_ARTIFACT, why + "; take " + header + " out of its manifest"));
        }
    }

    private static RolloutException bad(String message) {
        return RolloutException.because(Reason.BAD_ARTIFACT, "the file is not a tool bundle: " + message);
    }
}
