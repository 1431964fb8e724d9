import java.net.http.HttpClient;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

public class PartnerClient {
    private TrustManager[] managers(KeyStore store) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    public HttpClient client(KeyStore store) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers(store), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
