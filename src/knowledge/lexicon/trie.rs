//! Sequences of words → a tree in which sequences that start alike share their start.
//!
//! After `fresh food` and `fresh fish` the word `fresh` leads from the root to a node from which `food` and `fish` lead on. A
//! [`Growing`] tree takes sequences in; the [`Trie`] that it becomes takes a third of the room.

use std::collections::hash_map::Entry;

use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::WordId;
use super::groups::Groups;

/// A place in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Node(u32);

impl Node {
    /// Where every sequence starts.
    pub const ROOT: Self = Self(0);
    /// Where no sequence leads.
    pub const NOWHERE: Self = Self(u32::MAX);

    /// The nodes are counted from the root on.
    pub(super) fn number(self) -> u32 {
        self.0
    }
}

/// The tree.
#[derive(Debug)]
pub(super) struct Trie {
    /// Where each word leads from the root, where half of all steps are; the root itself where it leads nowhere.
    first: Vec<Node>,
    /// The words that lead on from each node, in order. The n-th of all of them leads to the node n, counted from 1: nodes are
    /// counted from level to level.
    further: Groups<WordId>,
}

impl Trie {
    fn new(further: Groups<WordId>) -> Self {
        let from_root = further.of(Node::ROOT.0);
        let mut first = vec![Node::ROOT; from_root.last().map_or(0, |word| word.0 as usize + 1)];
        for (word, node) in from_root.iter().zip(1..) {
            first[word.0 as usize] = Node(node);
        }
        Self { first, further }
    }

    /// Where `word` leads from `node`.
    pub(super) fn walk(&self, node: Node, word: WordId) -> Option<Node> {
        if node == Node::ROOT {
            return self.first.get(word.0 as usize).copied().filter(|child| *child != Node::ROOT);
        }
        let start = self.further.range(node.0).start;
        let at = self.further.of(node.0).binary_search(&word).ok()?;
        Some(Node((start + at) as u32 + 1))
    }

    /// The words that lead on from `node`, with where they lead.
    pub(super) fn children(&self, node: Node) -> impl Iterator<Item = (WordId, Node)> {
        let first = self.further.range(node.0).start as u32 + 1;
        self.further.of(node.0).iter().copied().zip((first..).map(Node))
    }
}

impl Serialize for Trie {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.further.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Trie {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Groups::deserialize(deserializer).map(Self::new)
    }
}

/// A tree that grows, its nodes counted as they come.
#[derive(Debug)]
pub(super) struct Growing {
    nodes: FxHashMap<(u32, WordId), u32>,
    /// For each node but the root, from which one it is reached, by what word, and itself.
    steps: Vec<(u32, (WordId, u32))>,
}

impl Growing {
    /// The root alone; room for so many nodes.
    pub(super) fn with_capacity(room: usize) -> Self {
        Self { nodes: FxHashMap::with_capacity_and_hasher(room, FxBuildHasher), steps: Vec::with_capacity(room) }
    }

    /// Where `word` leads from a node, a new one if need be. The root is 0.
    pub(super) fn add(&mut self, node: u32, word: WordId) -> u32 {
        match self.nodes.entry((node, word)) {
            Entry::Occupied(child) => *child.get(),
            Entry::Vacant(place) => {
                let next = self.steps.len() as u32 + 1;
                self.steps.push((node, (word, next)));
                *place.insert(next)
            }
        }
    }

    /// The tree, and for each node of this one which it has become.
    pub(super) fn finish(self) -> (Trie, Vec<Node>) {
        drop(self.nodes);
        let count = self.steps.len() + 1;
        let mut children = Groups::new(count, &self.steps, |_, _| false);
        children.sort();
        let mut became = vec![Node::ROOT; count];
        let (mut ends, mut words) = (Vec::with_capacity(count), Vec::with_capacity(self.steps.len()));
        let mut level_by_level = Vec::with_capacity(count);
        level_by_level.push(0);
        while let Some(&node) = level_by_level.get(ends.len()) {
            for &(word, child) in children.of(node) {
                words.push(word);
                became[child as usize] = Node(level_by_level.len() as u32);
                level_by_level.push(child);
            }
            ends.push(words.len() as u32);
        }
        (Trie::new(Groups::from_parts(ends, words)), became)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_share_their_start() {
        let mut growing = Growing::with_capacity(0);
        let rows = [(&[7, 1][..], 2), (&[7, 2], 3), (&[2], 4), (&[7], 4), (&[7, 1], 4), (&[2, 7, 1], 6)];
        let mut ends = Vec::new();
        for (words, nodes) in rows {
            ends.push(words.iter().fold(0, |node, &word| growing.add(node, WordId(word))));
            assert_eq!(growing.steps.len(), nodes, "{words:?}");
        }
        let (trie, became) = growing.finish();
        let follow = |words: &[u32]| words.iter().try_fold(Node::ROOT, |node, &word| trie.walk(node, WordId(word)));
        for ((words, _), end) in rows.into_iter().zip(ends) {
            assert_eq!(follow(words), Some(became[end as usize]), "{words:?}");
        }
        for words in [&[1][..], &[8], &[7, 7], &[2, 1], &[7, 1, 1]] {
            assert_eq!(follow(words), None, "{words:?}");
        }
        assert_eq!(trie.walk(Node::NOWHERE, WordId(7)), None);
        let children: Vec<_> = trie.children(Node::ROOT).collect();
        assert_eq!(children, [(WordId(2), Node(1)), (WordId(7), Node(2))]);
    }
}
