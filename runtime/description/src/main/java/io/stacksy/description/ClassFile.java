package io.stacksy.description;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A class as its file has it, as far as Jakarta REST asks.
 *
 * @param parents its superclass and then its interfaces, by internal name
 * @param annotations see {@link Annotations}
 */
record ClassFile(
        String name, boolean concrete, List<String> parents, Annotations annotations, List<MethodFile> methods) {
    private static final int NOT_CONCRETE = Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE | Opcodes.ACC_ANNOTATION;

    /** One method that is not private, static or made by the compiler. */
    record MethodFile(String name, String descriptor, Annotations annotations) {
        boolean overrides(MethodFile other) {
            return name.equals(other.name) && parameters(descriptor).equals(parameters(other.descriptor));
        }

        private static String parameters(String descriptor) {
            return descriptor.substring(0, descriptor.indexOf(')') + 1);
        }
    }

    ClassFile {
        parents = List.copyOf(parents);
        methods = List.copyOf(methods);
    }

    /** Empty for what is no class, and so cannot be loaded either. */
    static Optional<ClassFile> read(byte[] bytes) {
        try {
            Reading reading = new Reading();
            new ClassReader(bytes)
                    .accept(reading, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return Optional.of(reading.done());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Collects what the file says. */
    private static final class Reading extends ClassVisitor {
        private final Map<String, List<String>> annotations = Annotations.fresh();
        private final List<MethodFile> methods = new ArrayList<>();
        private final List<String> parents = new ArrayList<>();
        private String name = "";
        private int access;

        Reading() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version,
                int flags,
                String type,
                @Nullable String signature,
                @Nullable String superType,
                String @Nullable [] interfaces) {
            name = type;
            access = flags;
            if (superType != null) {
                parents.add(superType);
            }
            if (interfaces != null) {
                parents.addAll(List.of(interfaces));
            }
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return Annotations.into(annotations, descriptor);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int flags,
                String method,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if ((flags & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC)) != 0) {
                return null;
            }
            Map<String, List<String>> found = Annotations.fresh();
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    return Annotations.into(found, annotation);
                }

                @Override
                public void visitEnd() {
                    methods.add(new MethodFile(method, descriptor, new Annotations(found)));
                }
            };
        }

        ClassFile done() {
            return new ClassFile(name, (access & NOT_CONCRETE) == 0, parents, new Annotations(annotations), methods);
        }
    }
}
