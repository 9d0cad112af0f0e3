namespace SpeculativeDecoding.Embedded;

/// <summary>A value that cannot be served: HTTP 400 with the message, or an error event where a stream was asked for.</summary>
internal sealed class InvalidRequestException(string message) : Exception(message);

/// <summary>A body of the wrong shape: HTTP 400 in the form of the validation layer.</summary>
internal sealed class MalformedBodyException(string message) : Exception(message);

/// <summary>What broke under one request alone, after it was taken: HTTP 500 with the message. In a stream that had begun, its last event says so.</summary>
internal sealed class RequestFailedException(string message) : Exception(message);

/// <summary>A sampling parameter that does not exist. SGLang answers it with a bare HTTP 500.</summary>
internal sealed class UnknownParameterException(string name) : Exception($"Unknown sampling parameter '{name}'.");
