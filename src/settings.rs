//! The environment → settings, with every problem named.
