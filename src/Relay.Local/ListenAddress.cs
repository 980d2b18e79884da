using System.Net;
using Microsoft.AspNetCore.Http;

namespace Relay.Local;

/// <summary>An address to listen on, as Kestrel reads it.</summary>
internal static class ListenAddress
{
    /// <summary>Says what is wrong with an address.</summary>
    /// <returns>One sentence, or null when it is fine.</returns>
    public static string? FaultOf(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return $"--urls: '{url}' is not an address such as http://localhost:7071.";
        }
        if (!string.Equals(address.Scheme, "http", StringComparison.OrdinalIgnoreCase))
            return $"--urls: '{url}' is not http; put a proxy with a certificate in front for https.";
        if (address.PathBase.Length > 0)
            return $"--urls: '{url}' has a path; Relay serves from the root.";
        if (address.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            return $"--urls: '{url}' has no port from 0 to 65535.";
        var isLocalhost = string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase);
        // Kestrel takes a name that it does not know for every interface of the machine.
        if (!isLocalhost && address.Host is not ("*" or "+") && !IPAddress.TryParse(address.Host.Trim('[', ']'), out _))
            return $"--urls: '{url}' must name localhost, an IP address, or * for every interface.";
        if (isLocalhost && address.Port == 0)
            return $"--urls: '{url}' cannot choose a free port; use http://127.0.0.1:0.";
        return null;
    }
}
