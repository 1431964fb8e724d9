package backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.CipherOutputStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

public final class BackupWriter {

    private static final String TRANSFORMATION = "AES/ECB/PKCS5Padding";
    private static final int NONCE = 12;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    public BackupWriter(SecretKey key) {
        this.key = key;
    }

    public long write(Path source, Path target) throws IOException, GeneralSecurityException {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(Cipher.ENCRYPT_MODE, key, random);
        try (InputStream in = Files.newInputStream(source);
                OutputStream raw = Files.newOutputStream(target)) {
            raw.write(nonce);
            try (OutputStream out = new CipherOutputStream(raw, cipher)) {
                return in.transferTo(out);
            }
        }
    }
}
