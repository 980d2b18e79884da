namespace Relay.Dialects.Conversations;

/// <summary>Who speaks.</summary>
internal enum Role
{
    /// <summary>The application, above all. May stand anywhere in the conversation.</summary>
    System,

    /// <summary>The application, as OpenAI's newer models call it. Dialects without it say it as system.</summary>
    Developer,

    /// <summary>The user; results of tools are the user's too.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
