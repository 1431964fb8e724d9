public class Shipment {
    private String status = "NEW";

    public void setStatus(String status) {
        this.status = status;
    }

    public boolean mayCancel(String previous) {
        if (status.equals(previous)) {
            return false;
        }
        return "NEW".equals(status) || "PACKED".equals(status);
    }
}
