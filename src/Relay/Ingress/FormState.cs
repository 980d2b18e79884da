namespace Relay.Ingress;

/// <summary>How far the reading of a form came.</summary>
internal enum FormState
{
    /// <summary>As far as the bytes go; there may be more of them.</summary>
    NeedsMore,

    /// <summary>At the contents of a file, and the model is known.</summary>
    AtFile,

    /// <summary>To a second field of the name <c>model</c>, or one that is a file.</summary>
    Repeated,

    /// <summary>To bytes that are no form.</summary>
    Malformed,
}
