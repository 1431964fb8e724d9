import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

public class SigningKeys {
    private static final int BITS = 1024;
    private static final String ALGORITHM = "RSA";

    private SigningKeys() {
    }

    public static KeyPair create() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(BITS);
        return generator.generateKeyPair();
    }

    public static void main(String[] arguments) throws NoSuchAlgorithmException {
        System.out.println(create().getPublic().getFormat());
    }
}
