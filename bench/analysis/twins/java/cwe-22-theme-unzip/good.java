import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

public class ThemeInstaller {
    private final File folder;

    public ThemeInstaller(File folder) {
        this.folder = folder;
    }

    public void install(InputStream upload) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(upload)) {
            ZipEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                File target = new File(folder, entry.getName());
                if (!target.getCanonicalPath().startsWith(folder.getCanonicalPath() + File.separator)) {
                    throw new IOException("entry outside of the theme: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    target.mkdirs();
                } else {
                    Files.copy(zip, target.toPath());
                }
            }
        }
    }
}
