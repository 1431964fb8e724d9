import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

public class ThemeInstaller {
    private final File themes;

    public ThemeInstaller(File themes) {
        this.themes = themes;
    }

    public int install(InputStream upload) throws IOException {
        int files = 0;
        try (ZipInputStream zip = new ZipInputStream(upload)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                File file = new File(themes, entry.getName());
                if (entry.isDirectory()) {
                    continue;
                }
                try (OutputStream out = new FileOutputStream(file)) {
                    zip.transferTo(out);
                }
                files++;
            }
        }
        return files;
    }
}
