package io.stacksy.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** A folder that a setting names, there and good to work in. */
final class UsableFolder {
    private UsableFolder() {}

    /** Makes the folder of {@code setting} if it is missing. */
    static void prepare(Setting setting, Path folder) {
        try {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new NotDirectoryException(folder.toString());
            }
            Files.createDirectories(folder);
            if (!Files.isReadable(folder) || !Files.isWritable(folder) || !Files.isExecutable(folder)) {
                throw new AccessDeniedException(folder.toString());
            }
        } catch (IOException e) {
            throw StartException.unusableFolder(setting.variable(), folder, e);
        }
    }
}
