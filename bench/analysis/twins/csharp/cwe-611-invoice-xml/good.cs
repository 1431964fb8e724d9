using System.Xml;
using Microsoft.AspNetCore.Mvc;

public class InvoiceController : Controller
{
    [HttpPost("/invoices/import")]
    public IActionResult Import(IFormFile file)
    {
        var document = new XmlDocument();
        document.XmlResolver = null;
        using var stream = file.OpenReadStream();
        document.Load(stream);
        return Ok(document.GetElementsByTagName("Invoice").Count);
    }
}
