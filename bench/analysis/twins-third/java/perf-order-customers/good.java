package shop.orders;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class OrderOverview {

    private final EntityManager entityManager;

    public OrderOverview(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    @Transactional(readOnly = true)
    public List<Row> ofDay(LocalDate day) {
        List<Order> orders = entityManager
                .createQuery("select o from Order o join fetch o.customer where o.day = :day order by o.id", Order.class)
                .setParameter("day", day)
                .getResultList();
        List<Row> rows = new ArrayList<>(orders.size());
        for (Order order : orders) {
            rows.add(row(order));
        }
        return rows;
    }

    private Row row(Order order) {
        Customer customer = order.getCustomer();
        return new Row(order.getId(), customer.getName(), customer.getCity(), order.getCents());
    }

    public record Row(long id, String customer, String city, long cents) {}

    @Entity(name = "Order")
    public static class Order {
        @Id
        @GeneratedValue
        private long id;

        private LocalDate day;
        private long cents;

        @ManyToOne(fetch = FetchType.LAZY)
        private Customer customer;

        public long getId() {
            return id;
        }

        public LocalDate getDay() {
            return day;
        }

        public long getCents() {
            return cents;
        }

        public Customer getCustomer() {
            return customer;
        }
    }

    @Entity(name = "Customer")
    public static class Customer {
        @Id
        @GeneratedValue
        private long id;

        private String name;
        private String city;

        public long getId() {
            return id;
        }

        public String getName() {
            return name;
        }

        public String getCity() {
            return city;
        }
    }
}
