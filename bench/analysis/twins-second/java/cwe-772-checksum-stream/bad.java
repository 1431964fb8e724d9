import java.io.FileInputStream;
import java.io.IOException;
import java.util.zip.CRC32;

public class Checksum {
    public static long of(String path) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[8192];
        FileInputStream in = new FileInputStream(path);
        for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
            crc.update(buffer, 0, count);
        }
        in.close();
        return crc.getValue();
    }

    public static void main(String[] arguments) throws IOException {
        System.out.println(of(arguments[0]));
    }
}
