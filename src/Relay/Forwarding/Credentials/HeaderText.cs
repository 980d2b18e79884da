namespace Relay.Forwarding.Credentials;

/// <summary>What can stand in a header as it is.</summary>
internal static class HeaderText
{
    /// <summary>Whether it is printable ASCII without spaces, as keys and tokens are, and not empty.</summary>
    public static bool IsValid(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
