using Microsoft.AspNetCore.Mvc;

public class SignInController : Controller
{
    [HttpPost("/sign-in")]
    public IActionResult SignIn(string user, string returnUrl)
    {
        if (!Url.IsLocalUrl(returnUrl))
        {
            return Redirect("/");
        }
        return Redirect(returnUrl);
    }
}
