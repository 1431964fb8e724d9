using Microsoft.AspNetCore.Mvc;

public class SignInController : Controller
{
    [HttpPost("/sign-in")]
    public IActionResult SignIn(string user, string returnUrl)
    {
        if (string.IsNullOrEmpty(returnUrl))
        {
            return Redirect("/");
        }
        return Redirect(returnUrl);
    }
}
