package io.stacksy.description;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Jars of tests, and the classes that they are made of. */
final class Samples {
    private Samples() {}

    /** A jar with these classes and, unless it is empty, this description. */
    static java.nio.file.Path jar(java.nio.file.Path folder, String openApi, Class<?>... classes) {
        try {
            java.nio.file.Path jar = Files.createTempFile(folder, "sample-", ".jar");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
                for (Class<?> type : classes) {
                    String name = type.getName().replace('.', '/') + ".class";
                    zip.putNextEntry(new ZipEntry(name));
                    try (var in = type.getClassLoader().getResourceAsStream(name)) {
                        zip.write(in.readAllBytes());
                    }
                }
                zip.putNextEntry(new ZipEntry("org/example/Broken.class"));
                zip.write(new byte[] {1, 2, 3});
                if (!openApi.isEmpty()) {
                    zip.putNextEntry(new ZipEntry(OpenApi.ENTRY));
                    zip.write(openApi.getBytes(StandardCharsets.UTF_8));
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A method of its own. */
    @HttpMethod("PURGE")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Purge {}

    /** Methods with everything that can be said about them. */
    @Path("notes/")
    @RolesAllowed("notes:read")
    static class Notes {
        @GET
        @Produces("text/plain")
        public String list() {
            return "";
        }

        @GET
        @Produces("application/json")
        @RolesAllowed("notes:admin")
        public List<String> listed() {
            return List.of();
        }

        @POST
        @RolesAllowed({"notes:write", "notes:admin"})
        public void add() {}

        @GET
        @Path("/{id: [a-z]{3}}/text")
        @PermitAll
        public String text() {
            return "";
        }

        @Purge
        @DenyAll
        public void purge() {}

        @Path("parts")
        public Object parts() {
            return this;
        }

        public void helps() {}
    }

    /** Says with annotations what those that implement it do. */
    @PermitAll
    interface Removes {
        @DELETE
        @Path("{id}")
        void remove();
    }

    /** Has its annotations from elsewhere. */
    @Path("other")
    static class Other implements Removes {
        @Override
        public void remove() {}
    }

    /** Is none, as it cannot be made. */
    @Path("none")
    abstract static class None {
        @GET
        public void none() {}
    }
}
