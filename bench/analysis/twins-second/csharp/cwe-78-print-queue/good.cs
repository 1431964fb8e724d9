using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

public class PrintController : Controller
{
    [HttpPost("/print")]
    public IActionResult Print(string printer)
    {
        var start = new ProcessStartInfo("/usr/bin/lp");
        start.ArgumentList.Add("-d" + printer);
        start.ArgumentList.Add("page.pdf");
        using var process = Process.Start(start);
        process.WaitForExit();
        return process.ExitCode == 0 ? NoContent() : StatusCode(500);
    }
}
