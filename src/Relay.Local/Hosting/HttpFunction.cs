using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Relay.Local.Hosting;

/// <summary>A function that is called over HTTP.</summary>
/// <param name="Name">Its name, which also ranks its route among the others.</param>
/// <param name="Route">Its route template, without the prefix.</param>
/// <param name="Methods">The HTTP methods that it takes; empty means all.</param>
/// <param name="Create">Makes its class, one instance for each invocation as the worker does.</param>
/// <param name="Call">Calls it on such an instance.</param>
internal sealed record HttpFunction(
    string Name,
    string Route,
    IReadOnlyList<string> Methods,
    ObjectFactory Create,
    Func<object, HttpContext, CancellationToken, Task> Call)
{
    public bool Takes(string method)
    {
        if (Methods.Count == 0)
            return true;
        foreach (var own in Methods)
        {
            if (HttpMethods.Equals(own, method))
                return true;
        }
        return false;
    }
}
