import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Properties;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

public class NoteCipher {
    private final SecretKey key;

    public NoteCipher(SecretKey key) {
        this.key = key;
    }

    public byte[] seal(byte[] note) throws GeneralSecurityException {
        String transformation = "DESede/ECB/PKCS5Padding";
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return cipher.doFinal(note);
    }
}
