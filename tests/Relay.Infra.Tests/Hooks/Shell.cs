namespace Relay.Infra.Tests.Hooks;

/// <summary>A shell that azd runs hooks with.</summary>
public enum Shell
{
    /// <summary>Any POSIX shell.</summary>
    Sh,

    /// <summary>PowerShell 7.</summary>
    Pwsh,
}
