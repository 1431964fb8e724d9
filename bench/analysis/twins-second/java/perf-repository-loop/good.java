import java.util.ArrayList;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.stereotype.Service;

interface ProductRepository extends JpaRepository<Product, Long> {
}

class Product {
    Long id;
    String name;
}

@Service
public class BasketService {
    private final ProductRepository products;

    public BasketService(ProductRepository products) {
        this.products = products;
    }

    public List<String> names(List<Long> ids) {
        List<String> names = new ArrayList<>();
        for (Product product : products.findAllById(ids)) {
            names.add(product.name);
        }
        return names;
    }
}
