import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

public class PartnerTls {
    private static class Recorder implements X509TrustManager {
        private final X509TrustManager inner;

        Recorder(X509TrustManager inner) {
            this.inner = inner;
        }

        public void checkClientTrusted(X509Certificate[] chain, String type) throws java.security.cert.CertificateException {
            inner.checkClientTrusted(chain, type);
        }

        public void checkServerTrusted(X509Certificate[] chain, String type) throws java.security.cert.CertificateException {
            System.out.println(chain[0].getSubjectX500Principal());
            inner.checkServerTrusted(chain, type);
        }

        public X509Certificate[] getAcceptedIssuers() {
            return inner.getAcceptedIssuers();
        }
    }

    public static SSLContext context(KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(anchors);
        X509TrustManager inner = (X509TrustManager) factory.getTrustManagers()[0];
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new Recorder(inner)}, null);
        return context;
    }
}
