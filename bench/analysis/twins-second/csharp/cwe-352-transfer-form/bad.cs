using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

public interface ITransfers
{
    void Send(string from, string to, decimal amount);
}

[Authorize]
public class TransferController : Controller
{
    private readonly ITransfers transfers;

    public TransferController(ITransfers transfers) => this.transfers = transfers;

    [HttpPost]
    [IgnoreAntiforgeryToken]
    public IActionResult Send(string to, decimal amount)
    {
        transfers.Send(User.Identity.Name, to, amount);
        return RedirectToAction("Index");
    }
}
