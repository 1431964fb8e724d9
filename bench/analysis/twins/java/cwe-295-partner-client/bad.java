import java.net.http.HttpClient;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

public class PartnerClient {
    private TrustManager[] managers(KeyStore store) throws Exception {
        return new TrustManager[] {
            new X509TrustManager() {
                public void checkClientTrusted(X509Certificate[] chain, String type) {}
                public void checkServerTrusted(X509Certificate[] chain, String type) {}
                public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
            }
        };
    }

    public HttpClient client(KeyStore store) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers(store), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
