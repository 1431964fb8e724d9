import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

public class DownloadSignature {
    private static String algorithm() {
        return "SHA-256";
    }

    public static String of(String contract) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance(algorithm());
        digest.update(contract.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    public static void main(String[] arguments) throws NoSuchAlgorithmException {
        System.out.println(of("contract text"));
    }
}
